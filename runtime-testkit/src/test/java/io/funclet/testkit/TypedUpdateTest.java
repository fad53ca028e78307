package io.funclet.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.testkit.functions.TypedLevels;
import io.funclet.testkit.functions.TypedNumbers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A typed function whose next versions have other types. */
class TypedUpdateTest {

    @RegisterExtension
    final FuncletExtension funclet = new FuncletExtension(new Path[0]);

    @TempDir
    private Path directory;

    private void deploy(String version, Class<?> function) throws Exception {
        List<Class<?>> classes = new ArrayList<>(List.of(function.getDeclaredClasses()));
        classes.add(function);
        Path jar =
                TestBundle.jar(directory.resolve("typed.jar"), "test.typed", version, classes.toArray(Class<?>[]::new));
        funclet.runtime().deploy(jar).orFail();
    }

    @Test
    void update_toOtherTypes_switchesOver_andTheOldClassesGo() throws Exception {
        FuncletRuntime runtime = funclet.runtime();
        deploy("1.0.0", TypedNumbers.class);
        assertEquals(
                "{\"x\":{\"more\":[],\"value\":1.0}}",
                runtime.call("typed", "{\"number\": 1}").text());

        for (String version : List.of("2.0.0", "3.0.0")) {
            deploy(version, TypedLevels.class);
            assertEquals("\"" + version + "\"", runtime.call("typed", "").text());
            assertEquals("\"LOW\"", runtime.call("typed", "\"LOW\"").text());
        }

        runtime.awaitUnloaded();
    }
}
