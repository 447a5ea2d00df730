package chatlab.lab;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may know whom in the lab. */
class ArchitectureTest {
    private static final List<String> PACKAGES = List.of(
            "capsule",
            "command",
            "compose",
            "doctor",
            "engine",
            "experiment",
            "replay",
            "report",
            "result",
            "run",
            "selftest",
            "stack",
            "trial");
    private static final JavaClasses LAB = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("chatlab.lab");

    @Test
    void everyPackageThatTheRulesNameIsThere() {
        // A rule about a package that was renamed would hold for ever.
        for (String name : PACKAGES) {
            holds(classes()
                    .that()
                    .resideInAPackage("chatlab.lab." + name + "..")
                    .should()
                    .haveNameMatching(".*"));
        }
    }

    @Test
    void onlyTheEngineKnowsDockerJava() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackage("chatlab.lab.engine..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.github.dockerjava.."));
    }

    @Test
    void onlyTheExperimentAndComposeKnowTheYamlLibrary() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackages("chatlab.lab.experiment..", "chatlab.lab.compose..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.fasterxml.jackson.dataformat.yaml..", "org.yaml.snakeyaml.."));
    }

    @Test
    void whatIsReadOfComposeSeesNothingElseOfTheLab() {
        holds(noClasses()
                .that()
                .resideInAPackage("chatlab.lab.compose..")
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("chatlab.lab..")
                        .and(JavaClass.Predicates.resideOutsideOfPackage("chatlab.lab.compose.."))));
    }

    @Test
    void theReportSeesResultsAlone() {
        holds(noClasses()
                .that()
                .resideInAPackage("chatlab.lab.report..")
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("chatlab..")
                        .and(JavaClass.Predicates.resideOutsideOfPackages(
                                "chatlab.lab.report..", "chatlab.lab.result.."))));
    }

    @Test
    void whatIsDoneWithRunsSeesResultsAlone() {
        for (String name : List.of("capsule", "replay")) {
            holds(noClasses()
                    .that()
                    .resideInAPackage("chatlab.lab." + name + "..")
                    .should()
                    .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("chatlab.lab..")
                            .and(JavaClass.Predicates.resideOutsideOfPackages(
                                    "chatlab.lab." + name + "..", "chatlab.lab.result.."))));
        }
    }

    @Test
    void resultsSeeNothingOfOurs() {
        holds(noClasses()
                .that()
                .resideInAPackage("chatlab.lab.result..")
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("chatlab..")
                        .and(JavaClass.Predicates.resideOutsideOfPackage("chatlab.lab.result.."))));
    }

    @Test
    void theStackIsKnownToCommandsAndKnowsNothingOfExperiments() {
        holds(noClasses()
                .that()
                .resideInAPackage("chatlab.lab.stack..")
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("chatlab.lab..")
                        .and(JavaClass.Predicates.resideOutsideOfPackage("chatlab.lab.stack.."))));
        holds(noClasses()
                .that()
                .resideInAnyPackage(
                        "chatlab.lab.engine..",
                        "chatlab.lab.experiment..",
                        "chatlab.lab.report..",
                        "chatlab.lab.result..",
                        "chatlab.lab.run..",
                        "chatlab.lab.trial..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("chatlab.lab.stack.."));
    }

    @Test
    void theDoctorLooksAtEnginesAndTheStackAlone() {
        holds(noClasses()
                .that()
                .resideInAPackage("chatlab.lab.doctor..")
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("chatlab..")
                        .and(JavaClass.Predicates.resideOutsideOfPackages(
                                "chatlab.lab.compose..",
                                "chatlab.lab.doctor..",
                                "chatlab.lab.engine..",
                                "chatlab.lab.stack..",
                                "chatlab.process.."))));
    }

    @Test
    void nothingKnowsTheRootPackage() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackage("chatlab.lab")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("chatlab.lab"));
    }

    @Test
    void packagesDependOnEachOtherInOneDirectionOnly() {
        holds(slices().matching("chatlab.lab.(*)..").should().beFreeOfCycles());
    }

    @Test
    void theLabKnowsServerAndClientsOnlyFromOutside() {
        holds(noClasses()
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("chatlab..")
                        .and(JavaClass.Predicates.resideOutsideOfPackages(
                                "chatlab.lab..", "chatlab.process..", "chatlab.protocol.."))));
    }

    @Test
    void onlyTheSelfTestSpeaksTheProtocol() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackage("chatlab.lab.selftest..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("chatlab.protocol.."));
    }

    private static void holds(ArchRule rule) {
        rule.check(LAB);
    }
}
