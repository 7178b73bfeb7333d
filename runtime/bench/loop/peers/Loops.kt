// Kotlin's side of compare.py: Loops WORK ROUNDS prints one figure for each round. All on one thread, the event loop of runBlocking.
import java.lang.management.ManagementFactory
import kotlinx.coroutines.*
import kotlinx.coroutines.channels.Channel

const val TIMERS = 100_000

inline fun nanos(count: Int, body: () -> Unit): String {
    val start = System.nanoTime()
    body()
    return ((System.nanoTime() - start) / count.toDouble()).toString()
}

fun used(): Long {
    System.gc()
    System.gc()
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()
}

fun cpu() =
    (ManagementFactory.getOperatingSystemMXBean() as com.sun.management.OperatingSystemMXBean).processCpuTime

suspend fun CoroutineScope.switches(tasks: Int) {
    List(tasks) { launch { repeat(400_000 / tasks) { yield() } } }.joinAll()
}

suspend fun CoroutineScope.channel(capacity: Int) {
    val items = Channel<Int>(capacity)
    launch {
        for (i in 0 until 100_000) items.send(i)
        items.close()
    }
    for (item in items) { /* only taken */ }
}

suspend fun CoroutineScope.parked(): String {
    val before = used()
    val gate = CompletableDeferred<Unit>()
    val all = List(100_000) { launch { gate.await() } }
    delay(50)
    val after = used()
    gate.complete(Unit)
    all.joinAll()
    return ((after - before) / 100_000.0).toString()
}

suspend fun CoroutineScope.cancelled(): String {
    val all = List(10_000) { launch { delay(1_000_000) } }
    delay(10)
    return nanos(10_000) {
        all.forEach { it.cancel() }
        all.joinAll()
    }
}

suspend fun CoroutineScope.timers(): String {
    val cpu = cpu()
    val start = System.nanoTime()
    List(TIMERS) { launch { delay(1000) } }.joinAll()
    val late = System.nanoTime() - start - 1_000_000_000
    return "${late / TIMERS.toDouble()} ${(cpu() - cpu) / TIMERS.toDouble()}"
}

suspend fun CoroutineScope.measure(work: String): String = when (work) {
    "switch-2" -> nanos(400_000) { coroutineScope { switches(2) } }
    "switch-1000" -> nanos(400_000) { coroutineScope { switches(1000) } }
    "spawn-100k" -> nanos(100_000) { List(100_000) { launch { } }.joinAll() }
    "spawn-1M" -> nanos(1_000_000) { List(1_000_000) { launch { } }.joinAll() }
    "parked-bytes" -> parked()
    "timers" -> timers()
    "channel-1" -> nanos(100_000) { coroutineScope { channel(1) } }
    "channel-100" -> nanos(100_000) { coroutineScope { channel(100) } }
    "cancel-10k" -> cancelled()
    "gather-10k" -> nanos(10_000) { List(10_000) { async { 1 } }.awaitAll() }
    else -> error(work)
}

fun main(args: Array<String>) = runBlocking {
    repeat(args[1].toInt()) { println(measure(args[0])) }
}
