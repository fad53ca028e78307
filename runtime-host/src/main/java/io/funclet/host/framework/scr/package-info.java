/** What Declarative Services reports: its log, its warnings, and the look-up of its runtime service. */
package io.funclet.host.framework.scr;
