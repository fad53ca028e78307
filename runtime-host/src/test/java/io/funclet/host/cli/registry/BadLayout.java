package io.funclet.host.cli.registry;

import io.funclet.host.cli.oci.model.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** Layouts whose manifests no tool would write. */
final class BadLayout {

    private BadLayout() {}

    /** Changes the text of the only manifest, and what points to it. Returns the reference of the layout. */
    static String edited(Path layout, UnaryOperator<String> edit) throws IOException {
        Path index = layout.resolve("index.json");
        String text = Files.readString(index);
        String digest = text.replaceFirst("(?s).*\"digest\":\"sha256:([0-9a-f]+)\".*", "$1");
        byte[] manifest = edit.apply(Files.readString(layout.resolve("blobs/sha256/" + digest)))
                .getBytes(StandardCharsets.UTF_8);
        String edited = Digest.of(manifest).hex();
        Files.write(layout.resolve("blobs/sha256/" + edited), manifest);
        Files.writeString(index, text.replace(digest, edited));
        return "oci:" + layout;
    }

    static Path blob(Path layout, Path file) throws IOException {
        return layout.resolve("blobs/sha256/" + Digest.of(file, Digest.SHA256).hex());
    }
}
