package chatlab.lab.command;

import chatlab.lab.result.ResultFiles;
import chatlab.lab.result.ResultFormatException;
import chatlab.lab.result.RunResult;
import chatlab.process.SettingException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads what a run has left, for a user who named its folder. */
final class RunResults {
    private RunResults() {}

    /** @throws SettingException if the folder is not that of a run */
    static RunResult read(Path folder) {
        try {
            return ResultFiles.read(folder);
        } catch (NoSuchFileException e) {
            throw new SettingException("There is no " + e.getMessage() + "; the folder has to be that of a run.");
        } catch (ResultFormatException e) {
            throw new SettingException(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new SettingException(folder.resolve(ResultFiles.NAME) + " can't be read: " + e.getMessage() + ".");
        }
    }
}
