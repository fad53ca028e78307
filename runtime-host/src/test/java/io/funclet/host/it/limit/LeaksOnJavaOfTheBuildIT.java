package io.funclet.host.it.limit;

/** The same on an older Java, if the build runs on one: threads and their stacks look different there. */
class LeaksOnJavaOfTheBuildIT extends LeaksIT {

    @Override
    String java() {
        return "17";
    }
}
