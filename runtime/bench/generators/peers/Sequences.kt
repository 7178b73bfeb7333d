// Kotlin's side of compare.py: Sequences ROUNDS prints the nanoseconds of a next of five sequences in turn, one figure a round.
const val OPERATIONS = 2_000_000
const val BODIES = 5

/** The bodies of Compiled.java, as far as a sequence can be told anything. */
fun five(): List<Iterator<Int>> = listOf(
    sequence { while (true) yield(0) },
    sequence {
        while (true) {
            yield(1)
            yield(0)
        }
    },
    sequence {
        var i = 0
        while (true) yield(i++ and 127)
    },
    sequence {
        var before = 0
        var after = 1
        while (true) {
            val sum = (before + after) and 127
            before = after
            yield(before)
            after = sum
        }
    },
    sequence {
        var last: Int? = 5
        do {
            yield(last!!)
            last = if (last == null) 5 else last
        } while (true)
    }).map { it.iterator() }

fun main(arguments: Array<String>) {
    var sum = 0L
    repeat(arguments[0].toInt()) {
        val all = five()
        val start = System.nanoTime()
        for (i in 0 until OPERATIONS) sum += all[i % BODIES].next()
        println((System.nanoTime() - start) / OPERATIONS.toDouble())
    }
    System.err.println(sum)
}
