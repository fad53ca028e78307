/** The reports of Declarative Services: its log, its warnings, and its runtime service. */
package io.funclet.host.framework.scr;
