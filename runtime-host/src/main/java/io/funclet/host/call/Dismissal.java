package io.funclet.host.call;

/** What those are told who wait for a version in vain. */
record Dismissal(CallFailure failure, String reason) {}
