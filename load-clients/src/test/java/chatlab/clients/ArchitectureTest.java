package chatlab.clients;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The dependency rules of the load clients, as sentences. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("chatlab.clients");

    /** A rule about a package that nobody is in would hold whatever the code does. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "chatlab.clients",
                "chatlab.clients.behaviour",
                "chatlab.clients.schedule",
                "chatlab.clients.connection",
                "chatlab.protocol",
                "chatlab.process",
                "io.netty.channel"
            })
    void everyPackageThatARuleNamesIsThere(String name) {
        assertThat(CLASSES.stream()
                        .flatMap(type -> Stream.concat(
                                Stream.of(type),
                                type.getDirectDependenciesFromSelf().stream().map(Dependency::getTargetClass)))
                        .map(JavaClass::getPackageName))
                .contains(name);
    }

    @Test
    void theLoadClientsKnowOfOurModulesOnlyWhatAllProgramsShare() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage("chatlab..")
                        .and(not(resideInAnyPackage(
                                "chatlab.clients..",
                                "chatlab.protocol..",
                                "chatlab.process..",
                                "chatlab.generator.."))))
                .check(CLASSES);
    }

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
}
