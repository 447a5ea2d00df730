package chatlab.lab.run;

import chatlab.process.SettingException;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/** Where a run keeps everything: {@code results/first-look-20261123-131502-3fa1}. Its name is the run's
 * id, and what an engine makes for it is named after it: the digits at its end keep runs of the same second apart. */
public record RunFolder(Path path) {
    private static final String LOCK = "run.lock";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

    /**
     * Makes a new one below {@code results}.
     *
     * @throws SettingException if it can't be made
     */
    public static RunFolder create(Path results, String experiment) {
        String name = experiment.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        String id = (name.startsWith("-") ? "run" : "") + name + "-"
                + LocalDateTime.now(ZoneId.systemDefault()).format(TIME)
                + String.format(
                        Locale.ROOT, "-%04x", ThreadLocalRandom.current().nextInt(1 << 16));
        try {
            Files.createDirectories(results);
            for (int attempt = 1; ; attempt++) {
                Path path = results.resolve(attempt == 1 ? id : id + "-" + attempt);
                try {
                    return new RunFolder(Files.createDirectory(path));
                } catch (FileAlreadyExistsException e) {
                    // the same digits in the same second
                }
            }
        } catch (IOException e) {
            throw new SettingException("The results folder " + results
                    + " can't be written; it has to be a folder of yours or a path where one can be made.");
        }
    }

    /** The one of a run that was begun before. */
    public static RunFolder existing(Path folder) {
        return new RunFolder(folder.toAbsolutePath().normalize());
    }

    /**
     * Keeps others from going on with the run while this process does; the kernel lets go of it however the process ends.
     *
     * @throws SettingException if another process has it
     */
    public Closeable claim() {
        try {
            FileChannel channel =
                    FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!isLocked(channel)) {
                channel.close();
                throw new SettingException("The run " + path + " is still running; it can't be gone on with.");
            }
            return channel; // the file stays: who deletes it lets others lock one that is no longer there
        } catch (IOException e) {
            throw new SettingException(
                    "The folder " + path + " can't be written; it has to be that of a run of yours.");
        }
    }

    /** Whether a process has it. */
    public boolean isClaimed() {
        Path lock = path.resolve(LOCK);
        if (!Files.isWritable(lock)) {
            return false; // nobody has, or nobody who could be asked
        }
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
            return !isLocked(channel);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // this process has it
        }
    }

    /** Takes back a folder in which nothing was kept. */
    public void removeIfEmpty() {
        try (var files = Files.list(path)) {
            if (files.anyMatch(file -> !file.getFileName().toString().equals(LOCK))) {
                return;
            }
            Files.deleteIfExists(path.resolve(LOCK));
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // something is in it, and stays
        }
    }

    /** The run's id. */
    public String id() {
        return path.getFileName().toString();
    }

    /** Makes the folder of one repetition; what one that was cut short has left there is removed. */
    Path repetition(String label) throws IOException {
        Path folder = path.resolve(label);
        if (Files.exists(folder)) {
            try (var files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
        return Files.createDirectories(folder);
    }
}
