package io.funclet.host.deploy.bundle;

/**
 * Which bundles of one code directory see each other while transactions are open. What starts is wired to what
 * stays, and to what is started with it; what serves is not disturbed by what may be rejected the next moment.
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
        // Two that replace nothing may meet before either is up: those of a start wait for each other.
        return users == providers || !users.isUpdate() && !providers.isUpdate();
    }

    /** A service, which a bundle listens for, has been kept from it, and will not be offered to it again. */
    static void missed(InstalledJar provider, InstalledJar user) {
        BundleTransaction providers = provider.transaction();
        if (providers == null || user.isDraining() || provider.isDraining()) {
            return;
        }
        if (user.isProven()) {
            providers.wantedBy(user.bundle());
        } else {
            user.miss();
        }
    }

    /** Whether it would harm a caller if the bundle were started again because it is offered something better. */
    private static boolean isShielded(InstalledJar jar) {
        return jar.directory().isStarted()
                && (jar.waitsFor().isEmpty() || !jar.functions().all().isEmpty());
    }
}
