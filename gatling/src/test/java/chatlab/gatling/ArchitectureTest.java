package chatlab.gatling;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The dependency rules of the journeys, as sentences. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("chatlab.gatling");

    @Test
    void everyPackageThatARuleNamesIsThere() {
        assertThat(CLASSES.stream().map(JavaClass::getPackageName))
                .contains(
                        "chatlab.gatling",
                        "chatlab.gatling.chain",
                        "chatlab.gatling.observe",
                        "chatlab.gatling.simulation");
    }

    @Test
    void theJourneysKnowOfOurModulesOnlyWhatAllProgramsShare() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage("chatlab..")
                        .and(not(resideInAnyPackage(
                                "chatlab.gatling..",
                                "chatlab.protocol..",
                                "chatlab.process..",
                                "chatlab.generator.."))))
                .check(CLASSES);
    }

    @Test
    void whatIsObservedKnowsNothingOfGatling() {
        noClasses()
                .that()
                .resideInAPackage("chatlab.gatling.observe..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.gatling..")
                .check(CLASSES);
    }

    @Test
    void nobodyImportsTheRootPackageAndPackagesHaveNoCycles() {
        noClasses()
                .that()
                .resideOutsideOfPackage("chatlab.gatling")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("chatlab.gatling")
                .check(CLASSES);
        slices().matching("chatlab.gatling.(*)..").should().beFreeOfCycles().check(CLASSES);
    }
}
