package chatlab.lab.doctor;

import java.util.List;
import java.util.Locale;

/** What kind of machine this is, where that needs to be known. */
record PlatformCheck(MachineFiles files) implements Check {
    @Override
    public String name() {
        return "platform";
    }

    @Override
    public List<Finding> findings() {
        String kernel = files.text("proc/version").orElse("").toLowerCase(Locale.ROOT);
        return kernel.contains("microsoft")
                ? List.of(Finding.note(
                        name(),
                        "Windows' subsystem for Linux: cores and memory are those of its virtual machine, and its clock may"
                                + " jump after the computer slept",
                        "set processors= and memory= under [wsl2] in .wslconfig, then: wsl --shutdown"))
                : List.of();
    }
}
