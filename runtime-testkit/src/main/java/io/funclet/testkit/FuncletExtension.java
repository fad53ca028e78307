package io.funclet.testkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A runtime for the tests of a class, for JUnit 5 and 6. With {@code @ExtendWith(FuncletExtension.class)}, it has the
 * project's own bundle, and methods of the class may have a parameter of the type {@link FuncletRuntime}. As a field with
 * {@code @RegisterExtension}, it has what it is told: one runtime for the class if the field is static, one for each test
 * if it is not.
 *
 * <p>After a test that failed, standard error has what the runtime logged during it.
 *
 * @since 1.0
 */
public final class FuncletExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback, ParameterResolver {

    private final List<Path> bundles = new ArrayList<>();
    private UnaryOperator<FuncletSettings> settings = UnaryOperator.identity();

    private FuncletRuntime runtime;

    /** For whose tests it was started; a nested class shares the runtime of the class around it. */
    private ExtensionContext owner;

    private int linesBefore;

    /** A runtime with the project's own bundle, from {@code target/classes}. */
    public FuncletExtension() {
        this(Path.of("target", "classes"));
    }

    /**
     * A runtime with bundles.
     *
     * @param bundles jars, or folders of classes with the manifest of a bundle; none for an empty runtime
     */
    public FuncletExtension(Path... bundles) {
        this.bundles.addAll(List.of(bundles));
    }

    /** Deploys a further bundle at the start, such as a library that the project's bundle uses. */
    public FuncletExtension with(Path bundle) {
        bundles.add(bundle);
        return this;
    }

    /** Changes settings of the runtime. */
    public FuncletExtension settings(UnaryOperator<FuncletSettings> change) {
        settings = change;
        return this;
    }

    /**
     * The runtime.
     *
     * @throws IllegalStateException outside of tests
     */
    public FuncletRuntime runtime() {
        if (runtime == null) {
            throw new IllegalStateException(
                    "there is no runtime before the first and after the last test of the class");
        }
        return runtime;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        start(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        start(context);
        linesBefore = runtime.log().size();
    }

    private void start(ExtensionContext context) {
        if (runtime == null) {
            FuncletRuntime starting = settings.apply(FuncletRuntime.builder()).start();
            try {
                starting.deployTogether(bundles.toArray(Path[]::new)).forEach(Deployment::orFail);
            } catch (RuntimeException | Error failure) {
                starting.close();
                throw failure;
            }
            runtime = starting;
            owner = context;
            linesBefore = 0;
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (runtime != null && context.getExecutionException().isPresent()) {
            List<String> lines = runtime.log();
            System.err.println("The log of the runtime during " + context.getDisplayName() + ":\n"
                    + String.join("\n", lines.subList(linesBefore, lines.size())));
        }
        end(context);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        end(context);
    }

    private void end(ExtensionContext context) {
        if (runtime != null && owner == context) {
            FuncletRuntime ending = runtime;
            runtime = null;
            owner = null;
            ending.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == FuncletRuntime.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return runtime();
    }
}
