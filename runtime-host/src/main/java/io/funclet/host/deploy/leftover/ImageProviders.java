package io.funclet.host.deploy.leftover;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.imageio.spi.IIORegistry;

/** Readers and writers of ImageIO. Its registry is one for the process, and finds them by {@code ServiceLoader}. Not logged. */
final class ImageProviders {

    private ImageProviders() {}

    static List<String> sweep(ClassLoader loader) {
        if (Place.imports(loader, "javax.imageio.spi")) {
            IIORegistry registry = IIORegistry.getDefaultInstance();
            List<Object> left = new ArrayList<>();
            for (Iterator<Class<?>> kinds = registry.getCategories(); kinds.hasNext(); ) {
                registry.getServiceProviders(kinds.next(), false).forEachRemaining(left::add);
            }
            left.removeIf(provider -> !Place.isOf(loader, provider));
            left.forEach(registry::deregisterServiceProvider);
        }
        return List.of();
    }
}
