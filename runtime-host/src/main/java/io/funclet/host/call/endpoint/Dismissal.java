package io.funclet.host.call.endpoint;

import io.funclet.host.call.model.CallFailure;

/** Why calls no longer wait for a version. */
record Dismissal(CallFailure failure, String reason) {}
