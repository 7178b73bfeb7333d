package greenloom.kernel.output;

/** The two standard streams. */
enum Stream {
    STDOUT("stdout"),
    STDERR("stderr");

    final String jupyterName;

    static Stream of(String name) {
        return name.equals(STDERR.jupyterName) ? STDERR : STDOUT;
    }

    Stream(String jupyterName) {
        this.jupyterName = jupyterName;
    }
}
