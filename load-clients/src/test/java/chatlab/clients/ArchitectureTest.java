package chatlab.clients;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The dependency rules of the load clients, as sentences. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("chatlab.clients");

    @Test
    void behaviourAndScheduleNeverImportNetty() {
        noClasses()
                .that()
                .resideInAnyPackage("chatlab.clients.behaviour..", "chatlab.clients.schedule..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(CLASSES);
    }

    @Test
    void onlyConnectionImportsNetty() {
        noClasses()
                .that()
                .resideOutsideOfPackage("chatlab.clients.connection..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(CLASSES);
    }

    @Test
    void nothingImportsTheRootPackage() {
        noClasses()
                .that()
                .resideInAPackage("chatlab.clients.*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("chatlab.clients")
                .check(CLASSES);
    }

    @Test
    void thereAreNoPackageCycles() {
        slices().matching("chatlab.clients.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void theLoadClientsKnowOfOurModulesOnlyProtocolAndProcess() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideOutsideOfPackages("chatlab.server..", "chatlab.lab..")
                .check(CLASSES);
    }
}
