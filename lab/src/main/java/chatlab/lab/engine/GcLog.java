package chatlab.lab.engine;

import chatlab.process.Diagnostics;
import java.util.List;

/** Has a process's virtual machine write a log of its garbage collector, to be asked for on the admin port. */
final class GcLog {
    /** In a container, where only this may be written. */
    static final String IN_CONTAINER = "/tmp/gc.log";

    private GcLog() {}

    /** The virtual machine's options; the file, and the one before it, grow to 4 MiB each. */
    static List<String> options(String file) {
        return List.of(
                "-Xlog:gc:file=\"" + file + "\":uptime:filecount=1,filesize=4m",
                "-D" + Diagnostics.GC_LOG + "=" + file);
    }
}
