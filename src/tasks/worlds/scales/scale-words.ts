import type { ClientAppTrade } from '../stations/client-app-trade.ts'

/** How the makers of the app call its own tables; the same program in every trade. */
export const appTables: Pick<
  ClientAppTrade,
  'handsets' | 'models' | 'swaps' | 'sessions' | 'events' | 'checks' | 'boxReadings' | 'makes'
> = {
  handsets: {
    names: ['handset', 'device', 'handheld', 'app_device'],
    columns: {
      code: ['code', 'handset_code', 'device_code'],
      site: ['site', 'location', 'used_at'],
      model: ['scale_model', 'scale', 'scale_type'],
      since: ['in_use_since', 'handed_out_on'],
    },
  },
  models: {
    names: ['scale_model', 'scale_type', 'scale_list'],
    columns: { name: ['name', 'model'], capacity: ['capacity_g', 'max_load_g'] },
  },
  swaps: {
    names: ['scale_swap', 'scale_change', 'scale_exchange'],
    columns: {
      id: ['id', 'swap_no'],
      handset: ['handset', 'device'],
      since: ['fitted_on', 'first_day'],
      former: ['former_scale', 'scale_before', 'taken_off'],
      model: ['new_scale', 'scale_after', 'put_on'],
    },
  },
  sessions: {
    names: ['app_session', 'sign_in', 'login_session', 'device_session'],
    columns: {
      id: ['id', 'session_no'],
      handset: ['handset', 'device'],
      from: ['signed_in_at', 'started_at', 'from_time'],
      until: ['signed_out_at', 'ended_at', 'to_time'],
      version: ['app_version', 'version', 'build'],
      user: ['user_name', 'login', 'who'],
    },
  },
  events: {
    names: ['app_event', 'device_event', 'telemetry', 'client_log'],
    columns: {
      id: ['id', 'event_no'],
      handset: ['handset', 'device'],
      at: ['happened_at', 'at_time', 'event_time'],
      kind: ['kind', 'event', 'event_type'],
      payload: ['payload', 'data', 'details'],
    },
  },
  checks: {
    names: ['scale_check', 'test_weighing', 'daily_check'],
    columns: {
      id: ['id', 'check_no'],
      handset: ['handset', 'device'],
      at: ['checked_at', 'done_at'],
      nominal: ['test_weight_g', 'nominal_g'],
      shown: ['app_showed', 'value_shown', 'reading'],
    },
  },
  boxReadings: {
    names: ['tare_reading', 'empty_weighing', 'tare_log'],
    columns: {
      id: ['id', 'entry_no'],
      box: ['box_no', 'box', 'container'],
      handset: ['handset', 'device'],
      at: ['weighed_at', 'done_at'],
      shown: ['app_showed', 'value_shown', 'reading'],
    },
  },
  makes: ['Tarex', 'Volmer', 'Pesanta', 'Brillow', 'Ostrum', 'Kelvar', 'Nordwaag', 'Libralux'],
}
