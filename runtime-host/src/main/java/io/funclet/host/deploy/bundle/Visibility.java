package io.funclet.host.deploy.bundle;

/**
 * Which bundles of one code directory see each other while transactions are open. A starting bundle sees those that stay,
 * and those that start with it. A serving bundle does not see one that may still be rejected.
 */
final class Visibility {

    private Visibility() {}

    /** Whether a bundle may use what another one provides. Quick, and without locks. */
    static boolean isSeen(InstalledJar provider, InstalledJar user) {
        BundleTransaction providers = provider.transaction();
        BundleTransaction users = user.transaction();
        if (provider.isProven()) {
            return user.isDraining() || !provider.isDraining() && (users == null || !users.replaces(provider.bundle()));
        }
        if (provider.isDraining()) {
            return false;
        }
        if (user.isProven()) {
            return !isShielded(user);
        }
        // At a start, bundles that replace nothing may see each other before they are up.
        return users == providers || !users.isUpdate() && !providers.isUpdate();
    }

    /** A service was hidden from a bundle that listens for it, and will not be offered again. */
    static void missed(InstalledJar provider, InstalledJar user) {
        BundleTransaction providers = provider.transaction();
        if (providers == null || user.isDraining() || provider.isDraining()) {
            return;
        }
        if (user.isProven()) {
            providers.wantedBy(user.bundle());
        } else {
            user.optional().miss();
        }
    }

    /** Whether restarting the bundle for a better provider would harm callers. */
    private static boolean isShielded(InstalledJar jar) {
        return jar.directory().activity().isStarted()
                && (jar.waitsFor().isEmpty() || !jar.functions().all().isEmpty());
    }
}
