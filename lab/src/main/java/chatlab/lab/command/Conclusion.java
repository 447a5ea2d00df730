package chatlab.lab.command;

import chatlab.lab.command.Measuring.Outcome;
import chatlab.lab.experiment.Experiment.Purpose;
import chatlab.lab.result.Status;
import chatlab.process.ExitCode;

/** What is said when a run has ended, and with which code the command ends. */
final class Conclusion {
    private Conclusion() {}

    /** Says where the report is and how to go on with what was stopped. */
    static void say(Outcome outcome) {
        System.out.println("Report: "
                + outcome.folder()
                        .path()
                        .resolve("report.html")
                        .toAbsolutePath()
                        .toUri());
        System.out.println("        " + outcome.folder().path().resolve("report.md"));
        if (outcome.result().interrupted()) {
            System.out.println("Stopped early; what had been measured by then is in the report. To go on:");
            System.out.println(
                    "        ./chatlab run --resume " + outcome.folder().path());
        } else if (outcome.result().status() == Status.INVALID) {
            System.out.println("At least one trial can't be trusted: see its reason in the report.");
        }
    }

    /** What objectives make of it. */
    static ExitCode of(Outcome outcome, Purpose purpose) {
        if (outcome.result().interrupted()) {
            return ExitCode.INTERRUPTED;
        }
        return switch (outcome.result().status()) {
            case MET -> ExitCode.OK;
            case INVALID -> ExitCode.INVALID;
            case MISSED -> {
                if (purpose == Purpose.EXPLORE) {
                    yield ExitCode.OK;
                }
                System.out.println("At least one objective was missed.");
                yield ExitCode.MISSED;
            }
        };
    }
}
