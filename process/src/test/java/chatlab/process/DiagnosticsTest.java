package chatlab.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiagnosticsTest {
    @TempDir
    Path folder;

    private final AdminPort port = AdminPort.open("127.0.0.1", 0);
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeEach
    void answer() {
        Diagnostics.on(port);
    }

    @AfterEach
    void close() {
        System.clearProperty(Diagnostics.GC_LOG);
        FlightRecorder.getFlightRecorder().getRecordings().forEach(Recording::close);
        http.close();
        port.close();
    }

    @Test
    void theCollectorsLogIsWhatItsFileHolds() throws Exception {
        assertThat(get("/gc-log").statusCode()).isEqualTo(404);
        System.setProperty(Diagnostics.GC_LOG, folder.resolve("gc.log").toString());
        assertThat(get("/gc-log").statusCode()).isEqualTo(404);
        Files.writeString(folder.resolve("gc.log"), "[0.1s] GC(0) Pause Young");
        assertThat(get("/gc-log").body()).asString().isEqualTo("[0.1s] GC(0) Pause Young");
        Files.writeString(folder.resolve("gc.log.0"), "before ");
        assertThat(get("/gc-log").body()).asString().isEqualTo("before [0.1s] GC(0) Pause Young");
    }

    @Test
    void aRecordingIsAJfrFileWithWhatHappenedSinceItBegan() throws Exception {
        assertThat(get("/profile").statusCode()).isEqualTo(409);
        assertThat(post("/profile").statusCode()).isEqualTo(202);
        assertThat(post("/profile").statusCode()).isEqualTo(409);
        System.gc();

        HttpResponse<byte[]> recorded = get("/profile");

        assertThat(recorded.statusCode()).isEqualTo(200);
        Path file = Files.write(folder.resolve("recorded.jfr"), recorded.body());
        assertThat(RecordingFile.readAllEvents(file))
                .anyMatch(event -> event.getEventType().getName().equals("jdk.GarbageCollection"));
    }

    private HttpResponse<byte[]> get(String path) throws Exception {
        return http.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private HttpResponse<byte[]> post(String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(uri(path))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port.port() + path);
    }
}
