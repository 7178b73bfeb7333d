package greenloom.internal.process;

/**
 * A task, ready to be sent to any worker.
 *
 * @param parcel what to run
 * @param home where its classes come from
 */
public record PackedTask(Parcel parcel, Home home) {
    /**
     * Packs a task as it is now.
     *
     * @param task what to run
     * @param author whose class loader knows all classes that the task uses
     * @throws UnsendableException if it holds something that cannot be sent
     */
    public static PackedTask of(Object task, Object author) {
        Home home = Home.of(author);
        return new PackedTask(ParcelWriter.packTask(task, home.loader()), home);
    }
}
