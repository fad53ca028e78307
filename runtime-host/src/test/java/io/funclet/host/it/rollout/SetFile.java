package io.funclet.host.it.rollout;

import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.runtime.RunningRuntime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The file of a set. Mutable, of one thread. */
final class SetFile {

    private final Map<String, FunctionJar> jars = new LinkedHashMap<>();

    SetFile with(String name, FunctionJar jar) {
        jars.put(name, jar);
        return this;
    }

    /**
     * Puts a set into the directories of its jars, and then the jars.
     *
     * @param jars by {@code DIRECTORY/NAME.jar}
     */
    static void put(RunningRuntime site, String name, Map<String, FunctionJar> jars) throws Exception {
        SetFile list = new SetFile();
        new TreeMap<>(jars).forEach(list::with);
        FunctionJar set = list.build();
        for (String jar : jars.keySet()) {
            set.deploy(site.code(jar.substring(0, jar.indexOf('/'))), name);
        }
        for (Map.Entry<String, FunctionJar> jar : jars.entrySet()) {
            String[] place = jar.getKey().split("/");
            jar.getValue().deploy(site.code(place[0]), place[1]);
        }
    }

    FunctionJar build() throws IOException, GeneralSecurityException {
        StringBuilder list = new StringBuilder();
        for (Map.Entry<String, FunctionJar> jar : jars.entrySet()) {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(jar.getValue().bytes());
            list.append(HexFormat.of().formatHex(digest))
                    .append("  ")
                    .append(jar.getKey())
                    .append('\n');
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(file)) {
            zip.putNextEntry(new ZipEntry("set.sha256"));
            zip.write(list.toString().getBytes(StandardCharsets.US_ASCII));
        }
        return new FunctionJar(file.toByteArray());
    }
}
