package io.funclet.host.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * A bundle with the function {@code greeting}, in one of its versions. Made on the spot, so that the demo has something
 * to update to where there is no compiler.
 *
 * @param version the bundle's version
 * @param greeting what this version says
 */
record DemoBundle(String version, String greeting) {

    static final String FUNCTION = "greeting";

    private static final String COMPONENT = "OSGI-INF/greeting.xml";

    /** Writes the jar. */
    void writeTo(Path file) throws IOException {
        String classFile = GreetingFunction.class.getName().replace('.', '/') + ".class";
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out, manifest());
                InputStream function = DemoBundle.class.getClassLoader().getResourceAsStream(classFile)) {
            jar.putNextEntry(new JarEntry(COMPONENT));
            jar.write(component().getBytes(StandardCharsets.UTF_8));
            jar.putNextEntry(new JarEntry(classFile));
            function.transferTo(jar);
        }
    }

    /** What bnd makes of the annotations of a function. */
    private Manifest manifest() {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", "io.funclet.demo");
        main.putValue("Bundle-Version", version);
        main.putValue("Import-Package", "io.funclet.api;version=\"[1.0,2)\"");
        main.putValue("Service-Component", COMPONENT);
        main.putValue(
                "Require-Capability",
                "osgi.extender;filter:=\"(&(osgi.extender=osgi.component)(version>=1.4.0)(!(version>=2.0.0)))\","
                        + "osgi.implementation;filter:="
                        + "\"(&(osgi.implementation=io.funclet)(version>=1.0.0)(!(version>=2.0.0)))\"");
        return manifest;
    }

    private String component() {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="greeting" init="1">
                  <property name="function.name" value="%s"/>
                  <property name="greeting" value="%s"/>
                  <service><provide interface="io.funclet.api.FunctionHandler"/></service>
                  <implementation class="%s"/>
                </scr:component>
                """.formatted(FUNCTION, greeting, GreetingFunction.class.getName());
    }
}
