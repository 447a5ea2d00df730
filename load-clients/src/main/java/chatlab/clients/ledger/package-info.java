/** The exact account of deliveries, as {@code docs/ledger.md} defines it. Start reading at {@link chatlab.clients.ledger.Ledger}. */
@NullMarked
package chatlab.clients.ledger;

import org.jspecify.annotations.NullMarked;
