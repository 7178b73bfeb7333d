package greenloom.kernel.wire;

/** The five channels between a front end and a kernel. */
public enum Channel {
    SHELL,
    CONTROL,
    STDIN,
    IOPUB,
    HEARTBEAT
}
