package chatlab.server;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.channel.epoll.EpollIoHandle;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules by which the server stays easy to change. */
class ArchitectureTest {
    private static final String ROOT = "chatlab.server";
    private static final DescribedPredicate<JavaClass> SOCKETS =
            resideInAnyPackage("io.netty.channel..", "io.netty.handler..");
    private static final JavaClasses SERVER = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    /** A rule about a package that was renamed would hold for ever. */
    @Test
    void theRulesNameEveryPackageAndOnlyThoseThatExist() {
        assertThat(SERVER.stream().map(JavaClass::getPackageName))
                .containsOnly(
                        ROOT,
                        ROOT + ".chat",
                        ROOT + ".transport",
                        ROOT + ".broadcast",
                        ROOT + ".metrics",
                        ROOT + ".credentials",
                        ROOT + ".cluster");
        Set<String> known = SERVER.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .map(dependency -> dependency.getTargetClass().getPackageName())
                .collect(Collectors.toSet());
        assertThat(known).contains("chatlab.protocol", "io.netty.buffer", "io.netty.channel", "java.util");
    }

    @Test
    void ofTheServerTheCoreKnowsOnlyItself() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".chat")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        ROOT + ".chat", "chatlab.protocol", "io.netty.buffer", "java..", "org.jspecify.annotations"))
                .check(SERVER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"transport", "broadcast", "metrics", "credentials", "cluster"})
    void ofTheServerAnOuterPackageKnowsOnlyTheCoreAndItself(String outer) {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "." + outer)
                .should()
                .dependOnClassesThat(
                        resideInAPackage(ROOT + "..").and(not(resideInAnyPackage(ROOT + ".chat", ROOT + "." + outer))))
                .check(SERVER);
    }

    @Test
    void nothingImportsTheRoot() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT)
                .check(SERVER);
    }

    @Test
    void thereAreNoCyclesOfPackages() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(SERVER);
    }

    /** Its loop is handed to the client of Redis. */
    @Test
    void onlyTheTransportUsesSockets() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".transport", ROOT + ".cluster")
                .should()
                .dependOnClassesThat(SOCKETS.and(not(equivalentTo(MultiThreadIoEventLoopGroup.class))))
                .check(SERVER);
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".cluster")
                .should()
                .dependOnClassesThat(SOCKETS.and(not(belongToAnyOf(
                        MultiThreadIoEventLoopGroup.class,
                        EventLoopGroup.class,
                        EventLoop.class,
                        SingleThreadEventLoop.class,
                        EpollIoHandle.class,
                        Channel.class)))) // to learn its loop
                .check(SERVER);
    }
}
