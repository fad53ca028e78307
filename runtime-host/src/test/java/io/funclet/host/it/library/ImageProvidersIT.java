package io.funclet.host.it.library;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.jar.PlainJar;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.funclet.host.it.runtime.UpdatedFunction;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** ImageIO asks for services whose package its callers do not import, and keeps what it finds for the process. */
class ImageProvidersIT {

    private static final FunctionSource READER = new FunctionSource("pictures.Reader", """
            package pictures;

            import javax.imageio.ImageReader;
            import javax.imageio.spi.ImageReaderSpi;
            import javax.imageio.stream.ImageInputStream;

            public class Reader extends ImageReaderSpi {
                public Reader() {
                    super("it", "1", new String[] {"trial"}, null, null, "pictures.Reader", new Class<?>[] {ImageInputStream.class},
                            null, false, null, null, null, null, false, null, null, null, null);
                }
                @Override public boolean canDecodeInput(Object source) { return false; }
                @Override public ImageReader createReaderInstance(Object extension) { return null; }
                @Override public String getDescription(java.util.Locale locale) { return "it"; }
            }
            """);

    @RegisterExtension
    final RuntimeExtension site = RuntimeExtension.of("f");

    private void deploy(String file, String version) throws Exception {
        PlainJar.of(READER)
                .header("Implementation-Version", version)
                .entry("META-INF/services/javax.imageio.spi.ImageReaderSpi", "pictures.Reader")
                .build()
                .deploy(site.code("f"), file);
    }

    @Test
    void providersBeside_areFound_followUpdates_andLeaveNothing() throws Exception {
        long loaders = site.bundleLoaders();
        deploy("pictures.jar", "1");
        site.log().await("deployed f/pictures.jar");
        site.deploy(FunctionJar.bundle("it.f").function("f", """
                        javax.imageio.ImageIO.scanForPlugins();
                        return Payload.of(List.of(javax.imageio.ImageIO.getReaderFormatNames()).contains("trial") ? "found" : "none");
                        """), "f", "f.jar");
        site.awaitAnswer("f", "found");

        deploy("pictures.jar", "2");
        site.log().await("updated f/pictures.jar");
        site.awaitAnswer("f", "found");

        List<String> files = List.of(site.code("f").toFile().list());
        UpdatedFunction.empty(site.code("f"));
        for (String file : files) {
            site.log().await("removed f/" + file);
        }
        Await.until(
                "all class loaders are collected",
                Await.LONG,
                () -> site.bundleLoaders() <= loaders,
                () -> "more than " + loaders);
    }
}
