package greenloom.kernel.comm;

/** What is done when a front end opens a comm; runs on a greenlet of its own, so it may wait. */
@FunctionalInterface
public interface CommTarget {

    /** Takes the new comm; if it throws, the comm is closed, and the failure told at the cell that set the target. */
    void opened(Comm comm, CommMessage opening) throws Exception;
}
