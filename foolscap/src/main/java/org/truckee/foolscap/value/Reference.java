package org.truckee.foolscap.value;

/** An object that stays where it is; what travels is the right to call it. */
public non-sealed interface Reference extends Value {}
