package greenloom;

/** What a greenlet waits for that sleeps: put into words only when somebody asks, as many sleep and few are looked at. */
record Nap(double seconds) {
    @Override
    public String toString() {
        return "sleep(" + seconds + ")";
    }
}
