package io.funclet.host.it.bundle;

import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.funclet.host.it.runtime.UpdatedGroup;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two bundles, each with a function, that import each other's packages. */
@Embedded
class ImportCycleIT {

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.of(
            Map.of("ascending", List.of("left1", "right1"), "descending", List.of("left2", "right2")));

    /** Bundle {@code it.OWN}, whose function answers with its own version and with the one that it sees of the other. */
    private static FunctionJar.Bundle half(UpdatedGroup group, String own, String other, String version) {
        return group.function(own, version, "sides." + own + ".Text.text() + \" \" + sides." + other + ".Text.text()")
                .source(FunctionSource.text("sides." + own, "\"" + version + "\""))
                .against(FunctionSource.text("sides." + other, "\"compiled\""))
                .header("Export-Package", "sides." + own + ";version=\"1.0\"");
    }

    @Test
    void bundlesThatImportFromEachOther_areReplacedTogether() throws Exception {
        try (UpdatedGroup group = site.group("ascending")) {
            group.begin();
            group.put("left.jar", half(group, "left1", "right1", "1.0.0"));
            site.log().awaitAll("ascending/left.jar", "sides.right1");
            group.put("right.jar", half(group, "right1", "left1", "1.0.0"));
            replaceEach(group, "left1", "right1");
        }
    }

    @Test
    void bundlesThatImportFromEachOther_areReplacedTogether_whicheverCameFirst() throws Exception {
        try (UpdatedGroup group = site.group("descending")) {
            group.begin();
            group.put("right.jar", half(group, "right2", "left2", "1.0.0"));
            site.log().awaitAll("descending/right.jar", "sides.left2");
            group.put("left.jar", half(group, "left2", "right2", "1.0.0"));
            replaceEach(group, "left2", "right2");
        }
    }

    private static void replaceEach(UpdatedGroup group, String left, String right) throws Exception {
        group.awaitAll("1.0.0 1.0.0");
        group.put("left.jar", half(group, left, right, "1.0.1"));
        group.await(left, "1.0.1 1.0.0");
        group.await(right, "1.0.0 1.0.1");
        group.put("right.jar", half(group, right, left, "1.0.1"));
        group.awaitAll("1.0.1 1.0.1");
        group.end();
        group.assertSaw(left, "1.0.0 1.0.0", "1.0.1 1.0.0", "1.0.1 1.0.1");
        group.assertSaw(right, "1.0.0 1.0.0", "1.0.0 1.0.1", "1.0.1 1.0.1");
    }
}
