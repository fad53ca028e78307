package io.funclet.host.call.endpoint;

import io.funclet.host.call.model.CallFailure;

/** What those are told who wait for a version in vain. */
record Dismissal(CallFailure failure, String reason) {}
