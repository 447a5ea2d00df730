import java.io.*;
import java.net.*;
import java.util.*;
import java.util.concurrent.*;

/**
 * A chat server that knows nothing of chatlab. It greets, asks for a name and a room, asks now and then whether one is still
 * there, and ends who does not answer; what one says goes to all others in the room.
 *
 *     > HI WHO ARE YOU            < I AM ada IN rust
 *     > YOU ARE IN rust           < SAY hello           > FROM bob hello
 *     > STILL THERE 17            < HERE                > SORRY what?
 */
class ForeignChat {
    static final Map<String, List<PrintStream>> ROOMS = new ConcurrentHashMap<>();

    public static void main(String[] arguments) throws IOException {
        ServerSocket listener = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
        System.out.println("listening on port " + listener.getLocalPort());
        while (true) {
            Socket socket = listener.accept();
            Thread.ofVirtual().start(() -> serve(socket));
        }
    }

    static void serve(Socket socket) {
        try (socket;
                BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream()));
                PrintStream out = new PrintStream(socket.getOutputStream(), true)) {
            out.print("HI WHO ARE YOU\r\n");
            String line = in.readLine();
            String[] words = line == null ? new String[0] : line.split(" ");
            if (words.length != 5 || !words[0].equals("I")) {
                out.print("SORRY who?\r\n");
                return;
            }
            List<PrintStream> room = ROOMS.computeIfAbsent(words[4], name -> new CopyOnWriteArrayList<>());
            room.add(out);
            out.print("YOU ARE IN " + words[4] + "\r\n");
            int said = 0, unanswered = 0;
            while ((line = in.readLine()) != null && unanswered < 5) {
                if (line.equals("HERE")) {
                    unanswered = 0;
                } else if (line.startsWith("SAY ")) {
                    String text = "FROM " + words[2] + " " + line.substring("SAY ".length()) + "\r\n";
                    synchronized (room) {
                        room.stream().filter(other -> other != out).forEach(other -> other.print(text));
                    }
                    if (++said % 10 == 0) {
                        unanswered++;
                        out.print("STILL THERE " + said + "\r\n");
                    }
                } else {
                    out.print("SORRY what?\r\n");
                }
            }
        } catch (IOException e) {
            // It has gone.
        }
    }
}
