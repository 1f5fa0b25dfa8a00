/** The 3D viewer, a chunk of its own: three and model-viewer are read only after a tap. */
import '@google/model-viewer/dist/model-viewer-module.min.js';
