package greenloom;

/** Where somebody waits, as dumps tell it. */
record Site(String operation, Object object) {
    @Override
    public String toString() {
        return operation + " of " + object;
    }
}
