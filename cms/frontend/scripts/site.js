/** The visitor's scripts: small custom elements on pages that are complete without them. */
import './elements/model-view.js';
import './elements/map-view.js';
import './elements/near-field.js';
import './elements/near-me.js';
import './elements/open-state.js';
import './elements/ruby-switch.js';
import './elements/search-box.js';
import './elements/share-button.js';
import './elements/trip-button.js';
import './elements/trip-list.js';
