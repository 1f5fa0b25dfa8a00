/** Times as people in Tsuyama read them: 24 hours, Asia/Tokyo, the day named only when it is not today. */
import { say } from './words.js';

const zone = { timeZone: 'Asia/Tokyo' };
const hours = new Intl.DateTimeFormat('en-GB', { ...zone, hour: 'numeric', minute: '2-digit', hourCycle: 'h23' });
const iso = new Intl.DateTimeFormat('en-CA', { ...zone, year: 'numeric', month: '2-digit', day: '2-digit' });
const DAY = 86_400_000;

/** 9:00 on a Japanese page, 09:00 elsewhere. @param {Date} moment */
export function clock(moment) {
  const text = hours.format(moment).padStart(5, '0');
  return document.documentElement.lang.startsWith('ja') ? text.replace(/^0/, '') : text;
}

/** @param {Date} moment @param {Date} now */
export function dayAndTime(moment, now) {
  const time = clock(moment);
  const tomorrow = iso.format(new Date(now.getTime() + DAY));
  if (iso.format(moment) === iso.format(now)) return time;
  if (iso.format(moment) === tomorrow) return /^0?0:00$/.test(time) ? '24:00' : say('tomorrow', { time });
  const lang = document.documentElement.lang.replace('-x-easy', '');
  const day = new Intl.DateTimeFormat(lang, { ...zone, month: 'short', day: 'numeric', weekday: 'short' }).format(moment);
  return say('day_time', { day, time });
}

/** `until 15:30`; a day joins in another way. @param {Date} moment @param {Date} now */
export function until(moment, now) {
  const text = dayAndTime(moment, now);
  return iso.format(moment) <= iso.format(new Date(now.getTime() + DAY)) ? say('until', { time: text }) : say('until_day', { day: text });
}

/** `opens at 9:00`, `opens tomorrow 9:00`. @param {Date} moment @param {Date} now */
export function opens(moment, now) {
  return say(iso.format(moment) === iso.format(now) ? 'opens_at' : 'opens', { time: dayAndTime(moment, now) });
}
