package io.funclet.host.deploy.leftover;

import java.util.List;
import java.util.ResourceBundle;

/** Java's own cache of texts, which holds classes until memory is short. Nobody's fault, and no news. */
final class ResourceBundles implements Place {

    @Override
    public List<String> sweep(ClassLoader loader) {
        ResourceBundle.clearCache(loader);
        return List.of();
    }
}
