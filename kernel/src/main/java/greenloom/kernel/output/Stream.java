package greenloom.kernel.output;

/** The two standard streams. */
enum Stream {
    STDOUT("stdout"),
    STDERR("stderr");

    final String jupyterName;

    Stream(String jupyterName) {
        this.jupyterName = jupyterName;
    }
}
