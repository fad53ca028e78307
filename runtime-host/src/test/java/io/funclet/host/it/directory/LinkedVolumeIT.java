package io.funclet.host.it.directory;

import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.funclet.host.it.runtime.UpdatedFunction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Updates by links that are swapped, while calls go on. */
@Embedded
class LinkedVolumeIT {

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.of("mounted", "linked")
            .before(site -> {
                Path link = site.code("linked");
                Files.delete(link);
                Files.createSymbolicLink(
                        link, Files.createDirectories(site.path().resolve("releases/1")));
            });

    private static final FileTime SAME_TIME = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

    @Test
    void volumeThatIsSwappedByItsLink_isAnUpdate_alsoIfTheTimeOfTheFileIsTheSame() throws Exception {
        try (UpdatedFunction function = UpdatedFunction.in(site.workspace(), "mounted")) {
            Path volume = function.directory();
            mount(function, "1.0.0");
            Files.createSymbolicLink(volume.resolve("fn.jar"), Path.of("..data/fn.jar"));
            function.begin();
            function.traffic().awaitVersion("1.0.0");
            mount(function, "1.0.1");
            function.traffic().awaitVersion("1.0.1");
            mount(function, "1.0.2");
            function.traffic().awaitVersion("1.0.2");
            function.endAfter("1.0.0", "1.0.1", "1.0.2");
        }
    }

    /** As a kubelet updates a volume: a new directory, a new link, a rename, and then the old directory goes. */
    private static void mount(UpdatedFunction function, String version) throws Exception {
        Path volume = function.directory();
        Path data = volume.resolve("..data");
        Path before = Files.exists(data) ? data.toRealPath() : null;
        Path after = Files.createDirectory(volume.resolve("..2026_" + version));
        Path file = Files.write(after.resolve("fn.jar"), function.jar().version(version));
        Files.setLastModifiedTime(file, SAME_TIME);
        Path link = Files.createSymbolicLink(volume.resolve("..data_tmp"), after.getFileName());
        Files.move(link, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        if (before != null) {
            Files.delete(before.resolve("fn.jar"));
            Files.delete(before);
        }
    }

    @Test
    void codeDirectoryThatIsALink_isFollowedToWhereItLeadsNow() throws Exception {
        try (UpdatedFunction function =
                UpdatedFunction.in(site.workspace(), "linked").serving("fn.jar", "1.0.0")) {
            Path release = Files.createDirectories(site.path().resolve("releases/2"));
            Files.write(release.resolve("fn.jar"), function.jar().version("1.0.1"));
            Path link = Files.createSymbolicLink(site.path().resolve("var/db/.linked"), release);
            Files.move(link, function.directory(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            function.traffic().awaitVersion("1.0.1");
            function.put("fn.jar", "1.0.2");
            function.traffic().awaitVersion("1.0.2");
            function.endAfter("1.0.0", "1.0.1", "1.0.2");
        }
    }
}
