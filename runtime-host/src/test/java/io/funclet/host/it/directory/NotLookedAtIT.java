package io.funclet.host.it.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.RuntimeExtension;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is called like a jar and is no file: operators who ask are told what it is, and nothing waits for it. */
@Embedded
class NotLookedAtIT {

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.serve().environment("FUNCLET_START_TIMEOUT", "5s");

    @Test
    void linkThatLeadsNowhere_isSaidTo_byAllItsNames() throws Exception {
        Path link = Files.createSymbolicLink(site.served().resolve("dangling.jar"), Path.of("absent.jar"));

        Path absolute = link.toRealPath(LinkOption.NOFOLLOW_LINKS);
        for (String name : List.of("dangling.jar", "code/dangling.jar", absolute.toString())) {
            assertEquals(
                    1,
                    site.operator()
                            .explain(name, "is not looked at", "it is a link to absent.jar, which is not there")
                            .status());
        }
    }

    /** Asked all the while: an explanation does not make a file known that the runtime is forgetting just then. */
    @RepeatedTest(10)
    void linkThatOnceLedToAJar_isSaidToLeadNowhere_withWhatBecameOfTheJar(RepetitionInfo repetition) throws Exception {
        String name = "led" + repetition.getCurrentRepetition();
        Path target = FunctionJar.of("it." + name, name, "return event;")
                .deploy(site.served().getParent(), "target-" + name);
        Files.createSymbolicLink(site.served().resolve(name + ".jar"), target);
        site.awaitLine("serving " + name);
        Files.delete(target);

        site.operator()
                .awaitExplanation(
                        name + ".jar",
                        "is not looked at",
                        "is a link to " + target + ", which is not there",
                        "last: removed");
    }

    @Test
    void circleOfLinks_isSaidToBeOne() throws Exception {
        Files.createSymbolicLink(site.served().resolve("circle.jar"), Path.of("circle.jar"));

        site.operator().explain("circle.jar", "is not looked at", "is a link to circle.jar, which leads in a circle");
    }

    @Test
    void directory_isSaidToBeOne_alsoBehindALink() throws Exception {
        Files.createDirectory(site.served().resolve("directory.jar"));
        Files.createSymbolicLink(site.served().resolve("linked.jar"), Path.of("directory.jar"));

        site.operator().explain("directory.jar", "is not looked at", "it is a directory: code directories are flat");
        site.operator()
                .explain("linked.jar", "is not looked at", "is a link to directory.jar, which is a directory: code");
    }

    @Test
    void pipe_isRejected_insteadOfBeingOpened() throws Exception {
        Path pipe = site.served().resolve("pipe.jar");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());

        site.awaitLine("rejected code/pipe.jar", "is no file, but a pipe, a socket or a device");
        site.operator().explain("pipe.jar", "code/pipe.jar is rejected", "is no file, but a");
    }
}
