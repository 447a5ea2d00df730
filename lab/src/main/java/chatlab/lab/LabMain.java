package chatlab.lab;

/** Entry point. */
public final class LabMain {
    private LabMain() {}

    /** Starts the program. */
    public static void main(String[] arguments) {
        System.out.println("lab");
    }
}
