package io.funclet.host.deploy.leftover;

import java.util.List;
import java.util.ResourceBundle;

/** Java's cache of resource bundles, which keeps classes until memory is short. Not logged. */
final class ResourceBundles implements Place {

    @Override
    public List<String> sweep(ClassLoader loader) {
        ResourceBundle.clearCache(loader);
        return List.of();
    }
}
