package greenloom;

/** A barrier was broken or reset while this waited at it: those it waited for will not come. {@code asyncio.BrokenBarrierError}. */
public final class BarrierBrokenException extends AsyncException {
    BarrierBrokenException(Barrier barrier, String why) {
        super(barrier + " " + why, null);
    }
}
