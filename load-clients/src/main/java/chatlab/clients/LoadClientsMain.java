package chatlab.clients;

/** Entry point. */
public final class LoadClientsMain {
    private LoadClientsMain() {}

    /** Starts the program. */
    public static void main(String[] arguments) {
        System.out.println("clients");
    }
}
