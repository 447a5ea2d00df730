package chatlab.server;

/** Entry point. */
public final class ServerMain {
    private ServerMain() {}

    /** Starts the program. */
    public static void main(String[] arguments) {
        System.out.println("server");
    }
}
