package chatlab.lab.capsule;

import chatlab.lab.result.ResultFiles;
import chatlab.lab.result.WholeFiles;
import chatlab.process.SettingException;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A run that can be read: its folder, or the archive that it was packed into. The archive is a ZIP with one folder, the run's.
 *
 * @param folder where the run's files are; within the archive if it is one
 */
public record Capsule(Path folder, @Nullable FileSystem archive) implements Closeable {
    /** Nobody else's business: who has the run now, and what is not whole. */
    private static final Set<String> LEFT_OUT = Set.of("run.lock");

    /** All entries have it: the same folder always gives the same bytes. The first instant that a ZIP can hold. */
    private static final FileTime NO_TIME = FileTime.fromMillis(315_532_800_000L);

    /**
     * Opens a run's folder or archive.
     *
     * @throws SettingException if it is neither
     */
    public static Capsule open(Path path) {
        if (Files.isDirectory(path)) {
            return new Capsule(path, null);
        }
        if (!Files.exists(path)) {
            throw new SettingException(
                    "There is no " + path + "; it has to be a run's folder, or what 'chatlab pack' made of one.");
        }
        try {
            FileSystem archive = FileSystems.newFileSystem(path);
            try {
                return new Capsule(only(path, archive), archive);
            } catch (SettingException | IOException e) {
                archive.close();
                throw e;
            }
        } catch (ProviderNotFoundException | ZipException e) {
            throw noCapsule(path);
        } catch (IOException e) {
            throw new SettingException(path + " can't be read: " + e.getMessage() + ".");
        }
    }

    /** The name of the run's folder. */
    public String name() {
        return String.valueOf(folder.toAbsolutePath().normalize().getFileName()).replace("/", "");
    }

    private static Path only(Path path, FileSystem archive) throws IOException {
        try (var roots = Files.list(archive.getPath("/"))) {
            List<Path> runs = roots.filter(root -> Files.isRegularFile(root.resolve(ResultFiles.NAME)))
                    .toList();
            if (runs.size() != 1) {
                throw noCapsule(path);
            }
            return runs.getFirst();
        }
    }

    private static SettingException noCapsule(Path path) {
        return new SettingException(
                path + " is no run's folder, nor what 'chatlab pack' made of one: a ZIP with one folder that has a "
                        + ResultFiles.NAME + ".");
    }

    /**
     * Packs a run's folder into an archive, in one step.
     *
     * @param archive is replaced if it is there
     * @return how many files it has
     */
    public static int pack(Path folder, String id, Path archive) throws IOException {
        List<Path> files;
        try (var all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile)
                    .filter(file -> !file.toAbsolutePath().equals(archive.toAbsolutePath()))
                    .filter(file -> !LEFT_OUT.contains(file.getFileName().toString()))
                    .filter(file -> !file.toString().endsWith(WholeFiles.PART))
                    .sorted()
                    .toList();
        }
        Path half = archive.resolveSibling(archive.getFileName() + WholeFiles.PART);
        try {
            try (OutputStream out = Files.newOutputStream(half);
                    ZipOutputStream zip = new ZipOutputStream(out)) {
                for (Path file : files) {
                    ZipEntry entry = new ZipEntry(
                            id + "/" + folder.relativize(file).toString().replace('\\', '/'));
                    entry.setLastModifiedTime(NO_TIME);
                    zip.putNextEntry(entry);
                    Files.copy(file, zip);
                    zip.closeEntry();
                }
            }
            Files.move(half, archive, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(half);
        }
        return files.size();
    }

    /** Copies all of its files into another folder; those that are there are replaced. */
    public void unpack(Path place) throws IOException {
        Path root = place.toAbsolutePath().normalize();
        List<Path> files;
        try (var all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            Path copy = root.resolve(folder.relativize(file).toString()).normalize();
            if (!copy.startsWith(root)) {
                throw new IOException("a file in the archive would lie outside of " + place);
            }
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Override
    public void close() throws IOException {
        if (archive != null) {
            archive.close();
        }
    }
}
